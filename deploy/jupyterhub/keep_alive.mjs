// Lets the proxy keep its connections to the sockets of students' servers: node --import keep_alive.mjs. It closes each
// after one request, and where a server has answered before all was written, the student gets the error 503.
import { Agent } from "node:http";

import { ConfigurableProxy } from "configurable-http-proxy/lib/configproxy.js";

const agent = new Agent({ keepAlive: true });
const { proxyOptsForTarget } = ConfigurableProxy.prototype;

ConfigurableProxy.prototype.proxyOptsForTarget = function (target, path) {
  return { agent, ...proxyOptsForTarget.call(this, target, path) };
};
