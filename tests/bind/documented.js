// JavaScript with its types in comments.
/** @typedef {"red" | "green"} Light */

/**
 * Adds whole numbers.
 * @param {i32} a the first
 * @param {i32} [b=1] the second
 * @returns {i32} their sum
 */
export function add(a, b = 1) { return a + b; }
/** @param {string} s @returns {number} */
export function size(s) { return s.length; }
/** @type {(xs: number[]) => number} */
export const largest = xs => Math.max(...xs);
/** @param {...number} xs
 *  @returns {number} */
export function count(...xs) { return xs.length; }
/** @param {Light} light
 *  @returns {Light} */
export const other = function (light) { return light === "red" ? "green" : "red"; };
/** @param {?string} s
 *  @returns {?string} */
export function echo(s) { return s; }
export function untyped(a) { return a; }
/** @type {number} */
export let level = 4;
export class Motor {
    /** @type {number} */
    speed = 0;
    /** @param {number} speed */
    constructor(speed) { this.speed = speed; }
    /** @returns {Promise<boolean>} */
    async stop() { this.speed = 0; return true; }
    /** @returns {string} */
    get state() { return this.speed ? "runs" : "stands"; }
}
