package io.github.daxguard.cli.demo;

/** One act of the story: what happens is told, then played, then shown. */
interface Act {

    String title();

    /** What happens, told before it does. */
    String before();

    /** What to see in it, told afterwards; true only if the scene has no differences. */
    String after();

    /** Plays it. */
    Scene play(Stage stage);

    /** What people, AWS or bad luck do. */
    @FunctionalInterface
    interface Deed {
        /** Nothing happens but the passing of time. */
        Deed NONE = stage -> {};

        void on(Stage stage);
    }
}
