schedule = "* * * * *"
print(parse(schedule))
