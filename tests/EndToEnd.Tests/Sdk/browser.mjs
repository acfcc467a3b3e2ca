// The page of the browser test, which says what the page does.
import { Page } from './client.mjs';

window.Page = Page;
