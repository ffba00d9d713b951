// Passkeys: asks the browser to make one or to use one, and sends its answer with the form. The pages say
// so where this does not run.
"use strict";
(() => {
  if (!window.PublicKeyCredential || !navigator.credentials) return;
  document.querySelectorAll("[data-passkey-missing]").forEach((element) => { element.hidden = true; });

  /** Bytes travel as base64url. */
  const bytes = (text) => {
    const plain = atob(text.replace(/-/g, "+").replace(/_/g, "/"));
    return Uint8Array.from(plain, (sign) => sign.charCodeAt(0));
  };
  const text = (buffer) => {
    const plain = String.fromCharCode(...new Uint8Array(buffer));
    return btoa(plain).replace(/\+/g, "-").replace(/\//g, "_").replace(/=+$/, "");
  };
  const known = (list) => (list || []).map((one) => ({ ...one, id: bytes(one.id) }));

  /** What the server asks, as the browser wants it. */
  const asked = (kind, options) => (kind === "create"
    ? {
      ...options,
      challenge: bytes(options.challenge),
      user: { ...options.user, id: bytes(options.user.id) },
      excludeCredentials: known(options.excludeCredentials),
    }
    : { ...options, challenge: bytes(options.challenge), allowCredentials: known(options.allowCredentials) });

  /** What the browser answers, as the server wants it. */
  const answered = (credential) => {
    const given = credential.response;
    const response = { clientDataJSON: text(given.clientDataJSON) };
    ["attestationObject", "authenticatorData", "signature", "userHandle"].forEach((name) => {
      if (given[name]) response[name] = text(given[name]);
    });
    if (given.getTransports) response.transports = given.getTransports();
    return JSON.stringify({
      id: credential.id,
      rawId: text(credential.rawId),
      type: credential.type,
      response,
      extensions: credential.getClientExtensionResults(),
    });
  };

  document.querySelectorAll("form[data-passkey]").forEach((form) => {
    form.hidden = false;
    const status = form.querySelector("[data-passkey-failed]");
    form.addEventListener("submit", async (event) => {
      event.preventDefault();
      status.textContent = "";
      try {
        const kind = form.dataset.passkey;
        const publicKey = asked(kind, JSON.parse(form.dataset.options).publicKey);
        const credential = await navigator.credentials[kind]({ publicKey });
        form.elements.answer.value = answered(credential);
        form.submit();
      } catch {
        status.textContent = status.dataset.passkeyFailed;
      }
    });
  });
})();
