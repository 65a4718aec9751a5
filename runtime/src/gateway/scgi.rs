//! SCGI: a request as a netstring of variables and a stream.
