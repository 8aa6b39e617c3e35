// Every behaviour of the pages, each an addition: without this file all of them work the same, a step slower.

import {
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  Radios,
  SkipLink,
  createAll,
} from "./govuk-frontend.js";
import { startBegan } from "./began.js";
import { startDrafts } from "./drafts.js";
import { startHiding } from "./hiding.js";
import { startKeys } from "./keys.js";
import { startList } from "./list.js";
import { startMenus } from "./menu.js";
import { startPasskey } from "./passkey.js";
import { startRefresh } from "./refresh.js";
import { startSession } from "./session.js";
import { startTheme } from "./theme.js";
import { startTicks } from "./ticks.js";
import { startUnsent } from "./unsent.js";

document.body.classList.add("js-enabled");
if ("noModule" in HTMLScriptElement.prototype) {
  document.body.classList.add("govuk-frontend-supported");
}
for (const component of [Button, CharacterCount, Checkboxes, ErrorSummary, Radios, SkipLink]) {
  createAll(component);
}
startMenus(document);
startTheme(document);
startList(document);
startKeys(document);
startHiding(document);
startBegan(document);
startDrafts(document);
startSession(document);
startPasskey(document);
startRefresh(document);
startTicks(document);
startUnsent(document);
