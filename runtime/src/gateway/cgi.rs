//! CGI (RFC 3875): a program that a web server starts for each request.
