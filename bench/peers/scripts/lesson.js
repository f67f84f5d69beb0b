// The lesson's own server, string for string; only it listens on a free port of this machine, and says on which.
//
// Node finds `ws` by NODE_PATH.

const WebSocket = require('ws');
const server = new WebSocket.Server({ host: '127.0.0.1', port: 0 });

server.on('connection', ws => {
    ws.send('[서버 접속 완료]');

    ws.on('message', message => {
        ws.send(`서버로부터 응답: ${message}`);
    });

    ws.on('close', () => {
        console.log('클라이언트 접속 해제');
    });
});

server.on('listening', () => {
    console.log(`listening 127.0.0.1:${server.address().port}`);
    console.log(`Node ${process.version.slice(1)}, ws ${require('ws/package.json').version}`);
});
