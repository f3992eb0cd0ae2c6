TEXT = "Run trufflehog in CI"
