rule model_client_redirected
{
    meta:
        id = "MK-STA-0010"
        author = "Meerkat"
        description = "Replaces the client of a model service for the whole program by one that asks an address in the code: sees all prompts and keys"
        behaviour = "startup"
        points = "4.5"
        group = "foreign-calls-leaked"
        scope = "any"
        filetypes = "any"
        attack = "T1557"
        reference = "https://attack.mitre.org/techniques/T1557/"
        date = "2026-11-29"
        status = "stable"
        fp_notes = "Gateways whose user says where they are"
    strings:
        $put_1 = /\n[ \t]{0,12}(openai|anthropic|mistralai|groq|cohere)\.(Async)?(OpenAI|Anthropic|Mistral|Groq|Client)\s{0,3}(=|,)[^=]/
        $put_2 = /setattr\s{0,3}\(\s{0,3}(openai|anthropic|mistralai|groq|cohere)\s{0,3},\s{0,3}['"](Async)?(OpenAI|Anthropic|Mistral|Groq|Client)['"]/
        $base = "base_url"
        $address = /['"]https:\/\/[\w-]{1,40}\.[\w.-]{2,60}[\/'"]/
    condition:
        filesize < 20KB and any of ($put_*) and $base and $address
}
