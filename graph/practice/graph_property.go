package practice

import "net/http"

// getProperty answers GET on one property of an object, such as
// /applications/{id}/appRoles.
func (c *call) getProperty() (answer, *graphError) {
	from, o, failure := c.owner()
	if failure != nil {
		return answer{}, failure
	}
	p, known := from.shape.find(c.key(1).text)
	if !known || c.key(1).isKey {
		return answer{}, badQuery("Resource not found for the segment '%s'.", c.key(1).text)
	}
	id, _ := o.get("id").(string)
	if p.writeOnly {
		return noContent, nil // as of any property that is null
	}
	value := p.show(o.get(p.name), false)
	if value == nil {
		return noContent, nil
	}
	body := record{c.context(from.context + "('" + id + "')/" + p.name)}
	if members, complex := value.(record); complex {
		return answer{status: http.StatusOK, body: append(body, members...)}, nil
	}
	return answer{status: http.StatusOK, body: append(body, member{"value", value})}, nil
}

// owner finds the object that the path names first.
func (c *call) owner() (source, object, *graphError) {
	if c.onApplications() {
		found, failure := c.findApplication(c.key(0))
		return c.applications(), found, failure
	}
	found, failure := c.findPrincipal(c.key(0))
	return c.principals(), found, failure
}
