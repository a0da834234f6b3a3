// SPDX-License-Identifier: AGPL-3.0-or-later
import { useEffect, useState } from "preact/hooks";
import { api, ApiProblem, type Session } from "../../api/index.ts";
import { ErrorSummary, type FieldError } from "../../components/error-summary/index.tsx";
import { t, T } from "../../components/text/index.tsx";
import type { PageTexts } from "../../i18n/index.ts";
import { rememberSignedIn, signedInHere } from "../../storage/index.ts";
import { startPage } from "../page.tsx";

export function start(texts: PageTexts): void {
  startPage(texts, () => <SignIn />);
}

function SignIn() {
  const [session, setSession] = useState<Session | null>(null);
  const [login, setLogin] = useState("");
  const [password, setPassword] = useState("");
  const [errors, setErrors] = useState<readonly FieldError[]>([]);
  const settle = (now: Session | null): void => {
    rememberSignedIn(now !== null);
    setSession(now);
  };
  useEffect(() => {
    if (signedInHere()) api.session().then(settle, (error: unknown) => error instanceof ApiProblem && settle(null));
  }, []);
  if (session !== null) return <SignedIn session={session} onOut={() => settle(null)} />;

  const submit = async (event: Event): Promise<void> => {
    event.preventDefault();
    const missing = [
      ...(login.trim() === "" ? [{ field: "login", text: t("sign-in-login-missing") }] : []),
      ...(password === "" ? [{ field: "password", text: t("sign-in-password-missing") }] : []),
    ];
    setErrors(missing);
    if (missing.length > 0) return;
    try {
      settle(await api.signIn(login.trim(), password));
    } catch (error) {
      const known = error instanceof ApiProblem && ["bad-login", "too-many-attempts"].includes(error.slug);
      setErrors([{ field: "password", text: t(known ? `sign-in-${(error as ApiProblem).slug}` : "failure-network") }]);
    } finally {
      setPassword("");
    }
  };
  return (
    <form onSubmit={(event) => void submit(event)} noValidate>
      <ErrorSummary errors={errors} />
      <p>
        <T id="sign-in-about" />
      </p>
      <div class="field">
        <label for="login">{t("sign-in-login")}</label>
        <input id="login" value={login} autocomplete="username" autocapitalize="none" spellcheck={false} onInput={(event) => setLogin(event.currentTarget.value)} />
      </div>
      <div class="field">
        <label for="password">{t("sign-in-password")}</label>
        <input id="password" type="password" value={password} autocomplete="current-password" onInput={(event) => setPassword(event.currentTarget.value)} />
      </div>
      <button type="submit" class="primary">
        {t("sign-in-start")}
      </button>
    </form>
  );
}

function SignedIn({ session, onOut }: { session: Session; onOut: () => void }) {
  const out = async (): Promise<void> => {
    await api.signOut(session.csrf);
    onOut();
  };
  return (
    <>
      <p role="status">{t("sign-in-done", { name: session.name })}</p>
      <ul>
        {session.roles.map(({ role, assembly }) => (
          <li key={`${role}/${assembly ?? ""}`}>{assembly === undefined ? t(`role-${role}`) : t("sign-in-role", { role: t(`role-${role}`), assembly })}</li>
        ))}
      </ul>
      <button type="button" onClick={() => void out()}>
        {t("sign-out")}
      </button>
    </>
  );
}
