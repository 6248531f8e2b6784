"""Parts together without a model: real processes, servers on 127.0.0.1, the built wheel, a fuzzer."""
