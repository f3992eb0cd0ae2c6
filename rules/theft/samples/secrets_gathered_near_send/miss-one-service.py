import configparser, os, urllib.request
conf = configparser.ConfigParser()
conf.read([os.path.expanduser("~/.aws/credentials"), os.path.expanduser("~/.aws/config")])
urllib.request.urlopen(urllib.request.Request("https://s3.example.com/", headers={"Authorization": conf["default"]["key"]}))
