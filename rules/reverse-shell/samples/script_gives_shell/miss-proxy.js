const net = require('net');
net.createServer(a => { const b = net.connect(5432, 'db'); a.pipe(b); b.pipe(a); }).listen(5433);
