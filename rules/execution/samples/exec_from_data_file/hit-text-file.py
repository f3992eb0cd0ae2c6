import os
exec(open(os.path.join(here, "notes.txt")).read())
