Feature: Cancellation
  It reaches whatever waits, at any depth; nothing catches it, and nothing runs after it.

  Scenario Outline: What waits is cancelled
    Given a workflow with tasks:
    """
    - waiting: {<task>}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    And waiting waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    waiting cancelled
    """

    Examples:
      | task                                                              |
      | wait: {days: 1}                                                   |
      | listen: {to: {one: {with: {type: t}}}}                            |
      | listen: {to: {all: [{with: {type: t}}]}}                          |
      | listen: {to: {any: [{with: {type: t}}], until: 'false'}}          |
      | call: 'human-task:1.0.0@default', with: {title: Ask}              |
      | wait: {days: 1}, timeout: {after: P2D}                            |

  Scenario: Neither catch nor retry takes a cancellation
    Given a workflow with tasks:
    """
    - attempt:
        try: [{waiting: {wait: {days: 1}}}]
        catch: {retry: {delay: {milliseconds: 1}}, do: [{handled: {set: '${ {} }'}}], then: after}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    And waiting waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    attempt cancelled
    waiting cancelled
    """

  Scenario: A pause between two attempts is cancelled
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {set: '${ error("no") }'}}]
        catch: {retry: {delay: {days: 1}}, do: [{handled: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    And the first timer is 'P1D'
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    attempt cancelled
    bad faulted
    """

  Scenario: Every branch of a fork is cancelled
    Given a workflow with tasks:
    """
    - both:
        fork:
          branches:
            - left: {do: [{a: {wait: {days: 1}}}, {never: {set: '${ {} }'}}]}
            - right: {listen: {to: {one: {with: {type: t}}}}}
            - done: {set: '${ {} }'}
    - after: {set: '${ {} }'}
    """
    When the workflow is executed
    And right waits
    And a waits
    And the workflow is cancelled
    Then the workflow should cancel
    And both should cancel
    And left should cancel
    And a should cancel
    And right should cancel
    And done should complete
    And never should not run
    And after should not run

  Scenario: Every branch of a race is cancelled
    Given a workflow with tasks:
    """
    - race: {fork: {compete: true, branches: [{left: {wait: {days: 1}}}, {right: {wait: {days: 2}}}]}}
    """
    When the workflow is executed
    And right waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    race cancelled
    left cancelled
    right cancelled
    """

  Scenario: A turn of a loop is cancelled, and no other follows
    Given a workflow with tasks:
    """
    - loop: {for: {in: '[1, 2, 3]'}, do: [{turn: {wait: {days: 1}}}]}
    """
    When the workflow is executed
    And turn waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    loop cancelled
    turn cancelled
    """

  Scenario: A handler is cancelled like any other task
    Given a workflow with tasks:
    """
    - attempt:
        try: [{bad: {set: '${ error("no") }'}}]
        catch: {do: [{handler: {wait: {days: 1}}}, {never: {set: '${ {} }'}}]}
    """
    When the workflow is executed
    And handler waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    attempt cancelled
    bad faulted
    handler cancelled
    """

  Scenario: A workflow that waits at several depths is cancelled from the inside out
    Given a workflow with tasks:
    """
    - a: {do: [{b: {try: [{c: {for: {in: '[1]'}, do: [{d: {wait: {days: 1}}}]}}], catch: {}}}]}
    """
    When the workflow is executed
    And d waits
    And the workflow is cancelled
    Then the workflow should cancel
    And the tasks should have run as:
    """
    a cancelled
    b cancelled
    c cancelled
    d cancelled
    """
