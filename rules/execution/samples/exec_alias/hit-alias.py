import os
run = exec
run("print(1)")
