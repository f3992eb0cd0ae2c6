@app.route("/")
def search():
    return find(request.args.get("q"))
