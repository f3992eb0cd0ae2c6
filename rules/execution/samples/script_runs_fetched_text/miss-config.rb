require 'open-uri'
puts URI.open('https://api.tides.example/list').read
eval(File.read('local.rb'))
