HOME = "https://my-docs.netlify.app/"
