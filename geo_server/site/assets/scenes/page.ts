// The page of scenes: shows how much of a file is sent, and how far the server is with those that were handed in.
import { startSending } from "./sending.ts";
import { startFollowing } from "./following.ts";

const form = document.querySelector<HTMLFormElement>('[data-role="hand-in-scene"]');
if (form) startSending(form);

for (const delivery of document.querySelectorAll<HTMLElement>('[data-role="delivery"][data-address]')) {
  startFollowing(delivery);
}
