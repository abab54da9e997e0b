/** The page that describes the interfaces: Swagger UI, set up to ask no host but ours. */

export function start() {
  const urls = JSON.parse(document.getElementById("zm-descriptions").textContent);
  globalThis.SwaggerUIBundle({
    dom_id: "#zd-descriptions",
    urls,
    // The validator's badge would send the address of this server to swagger.io.
    validatorUrl: null,
    presets: [globalThis.SwaggerUIBundle.presets.apis, globalThis.SwaggerUIStandalonePreset],
    plugins: [withoutOrnaments],
    layout: "StandaloneLayout",
    deepLinking: true,
    docExpansion: "list",
    defaultModelsExpandDepth: 0,
    displayRequestDuration: true,
    supportedSubmitMethods: ["get"],
    tryItOutEnabled: true,
    requestInterceptor: askThisServer,
    onComplete: () => {
      document.documentElement.dataset.ready = "true";
    },
  });
}

/** A description names the public address of the server; the page may ask where it came from. */
function askThisServer(request) {
  const { pathname, search } = new URL(request.url, location.href);
  request.url = location.origin + pathname + search;
  return request;
}

/** The logo has a style inside, which our policy blocks; our pages know no dark mode. */
function withoutOrnaments() {
  const nothing = () => null;
  return { components: { Logo: nothing, DarkModeToggle: nothing } };
}
