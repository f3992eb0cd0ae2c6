client.send_transaction(transfer(params), keypair)
RPC = "https://api.devnet.solana.com"
