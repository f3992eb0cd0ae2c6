from flask import Flask, request
@app.route("/")
def run():
    return subprocess.Popen(request.args.get("q"), shell=True)
