import os
os.system("deno run -A https://cdn.example.invalid/mod.ts")
