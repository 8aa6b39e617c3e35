// A real OpenID provider for the tests, on this machine alone: oidc-provider, which is certified. It signs in whoever is named,
// without a password. By POST to /control a test has it answer what no sound provider would.
//
// node provider.mjs REDIRECT_URI: writes its address, and ends with whoever started it.
import { createServer } from "node:http";
import { readFile } from "node:fs/promises";
import { SignJWT, decodeJwt, exportJWK, generateKeyPair, importJWK } from "jose";
import Provider from "oidc-provider";

const people = JSON.parse(await readFile(new URL("provider.json", import.meta.url)));
const makeKey = async () => ({ ...(await exportJWK((await generateKeyPair("RS256", { extractable: true })).privateKey)), alg: "RS256", use: "sig", kid: "one" });
const [own, foreign] = [await makeKey(), await makeKey()];
let odd = {};

const server = createServer();
await new Promise((ready) => server.listen(0, "127.0.0.1", ready));
const address = `http://127.0.0.1:${server.address().port}`;
const provider = new Provider(address, {
  clients: [{ client_id: "plimsoll", client_secret: "only for a test", redirect_uris: [process.argv[2]] }],
  jwks: { keys: [own] },
  cookies: { keys: ["only for a test"] },
  claims: { openid: ["sub", "amr"], email: ["email", "email_verified", "xms_edov"] },
  conformIdTokenClaims: false,
  pkce: { required: () => true },
  features: { devInteractions: { enabled: false } },
  interactions: { url: (_, interaction) => `/interaction/${interaction.uid}` },
  findAccount: (_, id) => ({ accountId: id, claims: () => ({ sub: id, ...people[id] }) }),
  loadExistingGrant: async (ctx) => {
    const grant = new ctx.oidc.provider.Grant({ clientId: ctx.oidc.client.clientId, accountId: ctx.oidc.session.accountId });
    grant.addOIDCScope("openid email");
    await grant.save();
    return grant;
  },
});

// What it answers is as it should be, but for its time, the claims that are said to be others, or the key.
provider.use(async (ctx, next) => {
  await next();
  if (ctx.path === "/token" && ctx.body?.id_token && (odd.claims || odd.foreign || odd.seconds)) {
    const claims = { ...decodeJwt(ctx.body.id_token), ...odd.claims };
    for (const name of ["exp", "iat", "auth_time"]) claims[name] &&= claims[name] + (odd.seconds ?? 0);
    const key = await importJWK(odd.foreign ? foreign : own, "RS256");
    ctx.body = { ...ctx.body, id_token: await new SignJWT(claims).setProtectedHeader({ alg: "RS256", kid: "one" }).sign(key) };
  }
});

const read = async (request) => {
  let text = "";
  for await (const part of request) text += part;
  return text;
};
const answer = provider.callback();
server.on("request", async (request, response) => {
  if (request.url === "/control") {
    odd = JSON.parse(await read(request));
    return response.end();
  }
  if (odd.moved && request.url.startsWith(odd.moved)) {
    response.writeHead(307, { Location: `/there${request.url}` });
    return response.end();
  }
  request.url = request.url.replace(/^\/there/, "");
  if (!request.url.startsWith("/interaction/")) return answer(request, response);
  if (request.method === "POST") {
    const login = new URLSearchParams(await read(request)).get("login");
    return provider.interactionFinished(request, response, { login: { accountId: login, amr: people[login]?.amr } });
  }
  response.setHeader("Content-Type", "text/html");
  return response.end(`<!doctype html><html lang="en"><title>Sign in</title><link rel="icon" href="data:,"><h1>Saltmarsh accounts</h1>
    <form method="post"><label>Who are you? <input name="login"></label> <button>Sign in</button></form></html>`);
});
process.stdin.on("end", () => process.exit()).resume();
console.log(address);
