package org.understudy.model;

/** What a try to switch a node off came to. Only CONFIRMED permits a start. */
public enum FenceResult { CONFIRMED, FAILED, UNKNOWN }
