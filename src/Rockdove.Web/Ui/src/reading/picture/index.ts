// What is fetched when the first picture is taken.
export { fileNameOf } from './fileName';
export { mostPage, take } from './take';
