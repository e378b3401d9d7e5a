package practice

// grantFor returns what an access token stands for, while it is valid.
func (s *Server) grantFor(token string) (*grant, bool) { return s.login.grants.get(token) }
