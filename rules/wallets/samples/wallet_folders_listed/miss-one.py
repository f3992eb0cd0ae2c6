path = home / "Electrum" / "config"
