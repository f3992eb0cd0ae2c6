# see https://bit.ly/3abcdef
