//! From the model and the automaton to tokens: the only folder that writes code.
