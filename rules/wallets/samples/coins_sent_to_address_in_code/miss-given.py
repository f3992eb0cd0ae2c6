def move(chain, pair, to):
    call = chain.compose_call("Balances", "transfer_all", {"dest": to, "keep_alive": True})
    return chain.submit_extrinsic(chain.create_signed_extrinsic(call, pair))
