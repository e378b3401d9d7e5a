package practice

// The tenant has no groups; look-ups find none, as in a tenant without any.

func (c *call) groups() source {
	return fixedSource([]*user{}, c.types()["group"], "groups")
}

func (c *call) listGroups() (answer, *graphError)  { return c.list(c.groups()) }
func (c *call) countGroups() (answer, *graphError) { return c.countOf(c.groups()) }

func (c *call) getGroup() (answer, *graphError) { return answer{}, notFound(c.key(0).text) }

// getManager tells of a person who has no manager; the tenant knows none.
func (c *call) getManager() (answer, *graphError) {
	if len(c.keys) > 0 {
		if _, failure := c.findUser(c.key(0)); failure != nil {
			return answer{}, failure
		}
	}
	return answer{}, notFound("manager")
}
