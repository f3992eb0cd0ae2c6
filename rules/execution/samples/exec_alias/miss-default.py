import sys
execute = run_query
evaluate = model.eval
