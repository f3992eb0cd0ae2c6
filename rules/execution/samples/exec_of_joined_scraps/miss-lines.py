exec(compile(source, name, "exec"))
