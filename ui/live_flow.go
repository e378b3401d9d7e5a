package ui

import (
	"context"
	"time"

	"backupsso/graph/setup"
)

// LiveFlow is what the window needs of a flow for the people who use the
// application, and for their sign-ins; *setup.Flow fulfils it.
type LiveFlow interface {
	FindMembers(ctx context.Context, text string) (setup.FoundMembers, error)
	PlanGoLive(ctx context.Context, wish setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error)
	GoLive(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error)
	SaveLiveReport(report setup.LiveReport, path string, say func(setup.LiveResult) string) (string, error)
	// CutOffLive reads what this computer remembers, and asks nobody.
	CutOffLive(wish setup.Wish) (setup.LiveCut, bool, error)
	WhatNext() []setup.NextStep
	SignIns(ctx context.Context, wish setup.Wish, since time.Time) (setup.SignInLog, error)
	AwaitSignIn(ctx context.Context, wish setup.Wish, since time.Time, tell func(setup.Event)) (setup.SignInLog, error)
}

func (s *serialFlow) FindMembers(ctx context.Context, text string) (setup.FoundMembers, error) {
	give, err := s.take(ctx, setup.StepPeople)
	if err != nil {
		return setup.FoundMembers{}, err
	}
	defer give()
	return s.flow.FindMembers(ctx, text)
}

func (s *serialFlow) PlanGoLive(ctx context.Context, wish setup.LiveWish, tell func(setup.Event)) (setup.LivePlan, error) {
	give, err := s.take(ctx, setup.StepPeople)
	if err != nil {
		return setup.LivePlan{}, err
	}
	defer give()
	return s.flow.PlanGoLive(ctx, wish, tell)
}

func (s *serialFlow) GoLive(ctx context.Context, plan setup.LivePlan, tell func(setup.Event)) (setup.LiveReport, error) {
	give, err := s.take(ctx, setup.StepPeople)
	if err != nil {
		return setup.LiveReport{}, err
	}
	defer give()
	return s.flow.GoLive(ctx, plan, tell)
}

func (s *serialFlow) SaveLiveReport(report setup.LiveReport, path string, say func(setup.LiveResult) string) (string, error) {
	give, err := s.take(context.Background(), setup.StepPeople)
	if err != nil {
		return "", err
	}
	defer give()
	return s.flow.SaveLiveReport(report, path, say)
}

func (s *serialFlow) CutOffLive(ctx context.Context, wish setup.Wish) (setup.LiveCut, bool, error) {
	give, err := s.take(ctx, setup.StepPeople)
	if err != nil {
		return setup.LiveCut{}, false, err
	}
	defer give()
	return s.flow.CutOffLive(wish)
}

// WhatNext takes no turn: it asks nobody.
func (s *serialFlow) WhatNext() []setup.NextStep { return s.flow.WhatNext() }

func (s *serialFlow) SignIns(ctx context.Context, wish setup.Wish, since time.Time) (setup.SignInLog, error) {
	give, err := s.take(ctx, setup.StepVerify)
	if err != nil {
		return setup.SignInLog{}, err
	}
	defer give()
	return s.flow.SignIns(ctx, wish, since)
}

func (s *serialFlow) AwaitSignIn(ctx context.Context, wish setup.Wish, since time.Time, tell func(setup.Event)) (setup.SignInLog, error) {
	give, err := s.take(ctx, setup.StepVerify)
	if err != nil {
		return setup.SignInLog{}, err
	}
	defer give()
	return s.flow.AwaitSignIn(ctx, wish, since, tell)
}
