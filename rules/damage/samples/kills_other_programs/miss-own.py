process.kill()
