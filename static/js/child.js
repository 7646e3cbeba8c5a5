import { Button, ErrorSummary, SkipLink, createAll } from "govuk-frontend";

import { confirmBeforeLeaving } from "./leaving.js";
import { hintAtNames } from "./name_hint.js";
import { offerQuickExit } from "./quick_exit.js";

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of [Button, ErrorSummary, SkipLink]) createAll(component);
confirmBeforeLeaving();
offerQuickExit();
hintAtNames();
