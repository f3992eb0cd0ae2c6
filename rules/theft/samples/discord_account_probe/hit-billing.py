requests.get("https://example.invalid/api/v9/users/@me/billing/payment-sources", headers={"Authorization": token})
