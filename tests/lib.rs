//! The tests of the workspace are in the folders beside this file: `it` is behaviour, `agreement`
//! holds the matcher against `regex`.
