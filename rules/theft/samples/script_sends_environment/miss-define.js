module.exports = {plugins: [new DefinePlugin({MODE: JSON.stringify(process.env.NODE_ENV)})]};
fetch('/status');
