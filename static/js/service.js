import {
  Accordion,
  Button,
  CharacterCount,
  Checkboxes,
  ErrorSummary,
  FileUpload,
  NotificationBanner,
  PasswordInput,
  Radios,
  SkipLink,
  Tabs,
  createAll,
} from "govuk-frontend";

import { autosaveForms } from "./autosave.js";
import { keepWords } from "./keep_words.js";
import { confirmBeforeLeaving } from "./leaving.js";
import { fetchAgain, showMatchesWhileTyping } from "./live.js";
import { openMenuInPlace } from "./menu.js";
import { offerQuickExit } from "./quick_exit.js";
import { offerReviewKeys } from "./review_keys.js";
import { offerSelectedWords } from "./selected_words.js";
import { equipTables } from "./tables.js";

const COMPONENTS = [
  Accordion, Button, CharacterCount, Checkboxes, ErrorSummary, FileUpload,
  NotificationBanner, PasswordInput, Radios, SkipLink, Tabs,
];

document.body.classList.add("js-enabled", "govuk-frontend-supported");
for (const component of COMPONENTS) createAll(component);
openMenuInPlace();
autosaveForms();
keepWords();
confirmBeforeLeaving();
offerQuickExit();
equipTables();
offerReviewKeys();
offerSelectedWords();
showMatchesWhileTyping();
fetchAgain();
