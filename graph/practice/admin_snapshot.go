package practice

import "slices"

// Snapshot returns all that stands in the tenant as last written, whatever a lag
// still hides: by kind, in the order of creation, each object with the properties
// that Graph v1.0 shows. Two snapshots are equal as JSON when nothing changed
// between them.
func (s *Server) Snapshot() any {
	t := s.tenant
	t.mu.RLock()
	defer t.mu.RUnlock()
	return record{
		{"users", snapshotOf(t.users, s.schema["user"])},
		{"applications", snapshotOf(t.apps, s.schema["application"])},
		{"servicePrincipals", snapshotOf(t.principals, s.schema["servicePrincipal"])},
		{"appRoleAssignments", snapshotOf(t.assignments, s.schema["appRoleAssignment"])},
		{"groups", groupsOf(s)},
		{"deletedItems", deletedOf(s)},
	}
}

func snapshotOf[T object](rows *table[T], shape *shape) []record {
	shown := []record{}
	for _, id := range rows.order {
		if o, there := rows.newest(id); there {
			shown = append(shown, append(shape.show(o, nil, true), unshown(o, shape)...))
		}
	}
	return shown
}

// unshown are the readable properties that Graph shows when they are selected,
// where they hold something.
func unshown(o object, shape *shape) record {
	var more record
	for _, p := range shape.properties {
		if p.byDefault || p.writeOnly {
			continue
		}
		if value := o.get(p.name); value != nil {
			more = append(more, member{p.name, p.show(value, true)})
		}
	}
	return more
}

// groupsOf shows the groups with the ids of their members.
func groupsOf(s *Server) []record {
	shown := []record{}
	for _, id := range s.tenant.groups.order {
		if g, there := s.tenant.groups.newest(id); there {
			shown = append(shown, append(s.schema["group"].show(g, nil, true), member{"members", list(g.members)}, member{"owners", list(g.owners)}))
		}
	}
	return shown
}

func deletedOf(s *Server) []record {
	shown := []record{}
	for _, id := range s.tenant.deleted.order {
		if item, there := s.tenant.deleted.newest(id); there {
			shown = append(shown, append(record{{"@odata.type", "#microsoft.graph." + item.kind}}, s.schema[item.kind].show(item, nil, true)...))
		}
	}
	return shown
}

// beginning is the tenant as it started, for Reset.
type beginning struct {
	users       map[string]*user
	apps        map[string]*application
	principals  map[string]*principal
	assignments map[string]*assignment
	groups      map[string]*group
	deleted     map[string]*deletedItem
}

func (t *tenant) begun() beginning {
	return beginning{standing(t.users), standing(t.apps), standing(t.principals), standing(t.assignments), standing(t.groups), standing(t.deleted)}
}

func standing[T any](rows *table[T]) map[string]T {
	all := map[string]T{}
	for _, id := range rows.order {
		if value, there := rows.newest(id); there {
			all[id] = value
		}
	}
	return all
}

// Reset takes the tenant back to how it was when it started: its objects, its
// faults and its lag; its sign-in log is empty then. Its names, ids and credentials stay. It fails when the state
// file cannot be written.
func (s *Server) Reset() error {
	t := s.tenant
	t.mu.Lock()
	backTo(t, t.users, s.beginning.users)
	backTo(t, t.apps, s.beginning.apps)
	backTo(t, t.principals, s.beginning.principals)
	backTo(t, t.assignments, s.beginning.assignments)
	backTo(t, t.groups, s.beginning.groups)
	backTo(t, t.deleted, s.beginning.deleted)
	t.forgetSignIns()
	t.mu.Unlock()
	t.lag.Store(int64(s.options.Lag))
	t.faults.disarm("")
	if err := t.faults.arm(s.options.Faults); err != nil {
		return err
	}
	return t.commit()
}

// backTo gives a table its first content again; everyone sees it at once.
func backTo[T any](t *tenant, rows *table[T], first map[string]T) {
	now := t.steady()
	ids := slices.Clone(rows.order)
	for _, id := range ids {
		if _, stays := first[id]; !stays {
			rows.remove(id, now, now)
		}
	}
	for id, value := range first {
		rows.put(id, value, now, now)
	}
}
