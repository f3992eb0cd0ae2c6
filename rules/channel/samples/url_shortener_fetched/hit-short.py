urlopen("https://tinyurl.com/inert-example")
