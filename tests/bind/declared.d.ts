/** The version of it. */
export declare const version: string;
export declare function greet(name: string, times?: number): string;
export declare class Clock {
    private constructor();
    static start(at: number): Clock;
    readonly time: number;
    tick(by?: number): void;
}
declare const hidden: unique symbol;
export {};
