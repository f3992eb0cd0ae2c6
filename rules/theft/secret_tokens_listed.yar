rule secret_tokens_listed
{
    meta:
        id = "MK-THF-0004"
        author = "Meerkat"
        description = "Looks for the tokens of several services by name (cloud, code hosting, package index, AI): a token harvester"
        behaviour = "theft"
        points = "2.5"
        group = "secret-tokens"
        scope = "any"
        filetypes = "any"
        attack = "T1552.001"
        reference = "https://attack.mitre.org/techniques/T1552/001/"
        date = "2026-11-23"
        status = "stable"
        fp_notes = "Secret scanners and deployment tools; look for a sink"
    strings:
        $aws = /['"](AWS_SECRET_ACCESS_KEY|AWS_SESSION_TOKEN)['"]/
        $gh = /['"](GITHUB_TOKEN|GH_TOKEN|GITHUB_PAT|GITLAB_TOKEN|CI_JOB_TOKEN)['"]/
        $npm = /['"](NPM_TOKEN|NODE_AUTH_TOKEN|PYPI_TOKEN|PYPI_API_TOKEN|TWINE_PASSWORD|UV_PUBLISH_TOKEN|POETRY_PYPI_TOKEN_PYPI|CARGO_REGISTRY_TOKEN)['"]/
        $ai = /['"](OPENAI_API_KEY|ANTHROPIC_API_KEY|GEMINI_API_KEY|HF_TOKEN|HUGGINGFACE_TOKEN)['"]/
        $gcp = /['"](GOOGLE_APPLICATION_CREDENTIALS|GCP_SA_KEY|AZURE_CLIENT_SECRET|ARM_CLIENT_SECRET|DIGITALOCEAN_TOKEN|CLOUDFLARE_API_TOKEN)['"]/
        $slack = /['"](SLACK_TOKEN|SLACK_BOT_TOKEN|DISCORD_TOKEN|TELEGRAM_BOT_TOKEN|STRIPE_SECRET_KEY|TWILIO_AUTH_TOKEN|SENDGRID_API_KEY)['"]/
        $vault = /['"](VAULT_TOKEN|KUBECONFIG|DOCKER_PASSWORD|DOCKERHUB_TOKEN|SSH_PRIVATE_KEY|DATABASE_URL)['"]/
    condition:
        4 of them
}
